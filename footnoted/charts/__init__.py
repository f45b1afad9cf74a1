"""A chart: the table in a `.csv` file, read with care, and the drawing of it as SVG.

Places are written in percent of the plot, letters and rows in their own height. So a drawing is
as wide as its column, and its letters are of one size on every screen: nothing is scaled.
"""
