"""Files to hand in, made on the device."""
