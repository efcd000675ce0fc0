"""What a user says of one organisation: answers, numbers and weights, read with their faults."""
