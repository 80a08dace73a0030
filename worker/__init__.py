"""What happens later: telling, sending, reminding. Imports the back end; is never imported by it."""
