"""The recipe of the starter pack: real towns, illustrative neighbourhoods, published totals."""
