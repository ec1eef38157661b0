"""What it takes to hire: roles, compensation bands, job descriptions, interview guides, careers."""
