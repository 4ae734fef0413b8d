"""One module only describes tokens; its caller in another goes on to land or discard them."""
