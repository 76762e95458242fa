#!/usr/bin/env bash
# Everything a fresh container needs, needing nothing but the .NET SDK: packages, the build, and the kernel for the notebooks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build -c Release lib/ImageLearn.Cli
dotnet run --no-build -c Release --project lib/ImageLearn.Cli -- kernel install --user
