"""What every page shares: headers, compression, errors, health, menu, frame."""
