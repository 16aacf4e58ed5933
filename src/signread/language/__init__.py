"""What is known of words: which there are, how often each is used, and which was meant by the letters that were read.

Needs NumPy alone; the word list itself is the extra `words`.
"""
