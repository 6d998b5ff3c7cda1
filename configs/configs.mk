# Ready jobs and the sample articles of the demo.
configsdir = $(pkgdatadir)/configs
dist_configs_DATA = configs/demo.yaml configs/press.yaml
samplesdir = $(pkgdatadir)/configs/samples
dist_samples_DATA = configs/samples/pont-de-recouvrance.txt
