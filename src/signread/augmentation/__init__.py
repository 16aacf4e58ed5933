"""Pictures and hands varied at random. One set of words: rotation, scale, translation, shear, occlusion, noise."""
