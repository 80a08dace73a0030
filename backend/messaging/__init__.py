"""What is said to whom: kinds of message, reminders, what people want to hear of, and how it is worded."""
