"""What must never be sent: the rules, a file for each family. `examine` is the door."""
