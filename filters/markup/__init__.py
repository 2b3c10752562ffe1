"""HTML as a tree, and its tables: what the filter `html_markup` stands on."""
