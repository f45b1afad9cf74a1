"""What an image file says of itself: how large browsers show it, or why they do not.

Only the beginning of a file is read, up to the picture itself. A size that browsers may see
otherwise is left out: where one is wrong, the picture is drawn wrong.
"""
