"""Domain names, their reviews, requests about them, reminders and red pages (网络红页)."""
