"""The filters that are for the typeset page only: what LaTeX must be told of the neutral tree."""
