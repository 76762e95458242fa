#!/usr/bin/env bash
# Says whether the notebooks will run, and mends what a prebuild of an older commit left behind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cli=lib/ImageLearn.Cli/bin/Release/net10.0/ImageLearn.Cli.dll
[ -f "$cli" ] && dotnet "$cli" doctor || bash .devcontainer/prepare.sh
