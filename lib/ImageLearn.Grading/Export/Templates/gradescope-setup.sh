#!/usr/bin/env bash
# Gradescope runs this once, as root, when the autograder is uploaded: it installs what is missing, hides the solutions, and computes what they give.
set -euo pipefail
here="${AUTOGRADER:-/autograder}/source"

if ! dotnet --list-runtimes 2>/dev/null | grep -q '^Microsoft.AspNetCore.App 10\.'; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ca-certificates curl libssl3 libstdc++6 zlib1g util-linux
  curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 --runtime aspnetcore --install-dir /usr/share/dotnet
  ln -sf /usr/share/dotnet/dotnet /usr/local/bin/dotnet
fi

# Submissions run as nobody, who may read the program and the data, and no solution.
chmod -R u=rwX,go=rX "$here"
for solutions in notebooks source; do
  if [ -e "$here/course/$solutions" ]; then chmod -R go= "$here/course/$solutions"; fi
done
chmod +x "$here/run_autograder"

none=$(mktemp -d)
(cd "$here/course" && umask 077 && dotnet "$here/program/ImageLearn.Cli.dll" grade "$none" --unit @unit@ --out "$here/reference")
rmdir "$none"
