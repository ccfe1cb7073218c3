"""The reader, mapper, export and check of FollowTheMoney."""
