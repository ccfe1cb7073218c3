"""Datasets in the format of FollowTheMoney, such as those of OpenSanctions, and parties in that format."""
