"""What people do about the way in: another address, and an invitation that did not arrive."""
