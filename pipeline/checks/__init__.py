"""What must never be sent: the rules, a file for each family.

`examine` is the door, `families` lists the rooms. `subject` is what they look at, `policy` which
of them a site wants; `names`, `tables` and `spelling_list` are what several of them know.
"""
