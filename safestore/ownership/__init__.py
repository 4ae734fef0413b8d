"""Who may use what, on which thread. This floor knows no WebAssembly."""
