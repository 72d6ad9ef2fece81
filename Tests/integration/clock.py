"""Limits count by the clock's minute, so a test that counts has to stay within one."""

import time


def stay_within_a_minute(seconds):
    """Returns at once when this minute has so many seconds left, else when the next one has begun."""
    left = 60 - time.time() % 60
    if left < seconds:
        time.sleep(left + 0.5)
