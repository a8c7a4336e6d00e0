"""What a person may ask of those who hold her record: all of it, to read and keep; to have it put right; to have it
erased. And how long it is kept where she asks for nothing.
"""
