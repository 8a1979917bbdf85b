"""The commands of the workbench, which ``arzi`` offers where it is installed from a checkout."""
