#!/usr/bin/env bash
# Grades unit @unit@ in @shards@ parts at once:    sbatch THIS_FILE
# in the course's folder, built before (dotnet build -c Release lib/ImageLearn.Cli). When all parts are done:
#     imagelearn merge .out/grades/gradebook.db .out/grades/part-*/gradebook.db
#SBATCH --job-name=imagelearn-grade-@unit@
#SBATCH --array=1-@shards@
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=04:00:00
#SBATCH --requeue
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:-.}"
exec ${IMAGELEARN:-dotnet lib/ImageLearn.Cli/bin/Release/net10.0/ImageLearn.Cli.dll} grade "@submissions@" \
  --unit @unit@ --shard "$SLURM_ARRAY_TASK_ID/@shards@" --out ".out/grades/part-$SLURM_ARRAY_TASK_ID" --jobs "${SLURM_CPUS_PER_TASK:-1}" --resume
