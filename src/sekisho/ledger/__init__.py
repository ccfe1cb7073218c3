"""The record nobody can bend: envelopes, keys, commitments, Merkle tree, checkpoints, and the port of the store.

Carries bytes and knows no law: neither what a ballot is nor who may cast one.
"""
