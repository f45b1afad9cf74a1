"""The command `new`: what authors begin with, written so that a build can read it at once."""
