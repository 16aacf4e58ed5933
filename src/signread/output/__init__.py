"""What comes out beside text: pictures with the letters on them, video files, a voice."""
