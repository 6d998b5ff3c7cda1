# Ready jobs and the sample articles of the demo.
configsdir = $(pkgdatadir)/configs
dist_configs_DATA = configs/claims.yaml configs/conllu.yaml configs/demo.yaml configs/press.yaml
samplesdir = $(pkgdatadir)/configs/samples
dist_samples_DATA = \
	configs/samples/barrage-dateline.txt \
	configs/samples/border-rail.txt \
	configs/samples/detroit-cables.txt \
	configs/samples/ecoles-abonnes.txt \
	configs/samples/harbour-talks.txt \
	configs/samples/page-collee.txt \
	configs/samples/pont-de-recouvrance.txt \
	configs/samples/satellite-legendes.txt \
	configs/samples/tribunal-commentaires.txt \
	configs/samples/usine-communique.txt \
	configs/samples/wiki-referendum.txt
