"""What an image file says of itself: how large browsers show it, or why they do not.

No picture is decoded. A size that browsers may see otherwise is left out: where one is wrong, the
picture is drawn wrong.
"""
