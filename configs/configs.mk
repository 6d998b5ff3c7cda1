# Ready jobs and the sample articles of the demo.
