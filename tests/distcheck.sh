#!/bin/sh
# distcheck.sh BUILD: make dist, then build and install the tarball in a read-only source tree.
# The tests have run already, so distcheck's own run of them is the short one: TESTS of the command line.
set -eu
make -s -C "$1" distcheck TESTS='tests/jobs/cli.sh tests/jobs/run.sh' >"$1/distcheck.log" 2>&1 || { tail -n 50 "$1/distcheck.log"; exit 1; }
