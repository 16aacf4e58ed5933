"""The data sets that signread reads, checks and shows. None of it needs PyTorch."""
