"""The observatory: the one bridge from live records to counts that anyone may read, published once a quarter."""
