"""Words of what a user keeps."""
