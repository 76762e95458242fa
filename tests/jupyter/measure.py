"""Measures the kernel from jupyter_client: start, round trip of a warm `1+1`, interrupt, memory. Prints a table."""

import statistics
import sys
import time
from pathlib import Path

import conftest

conftest.pytest_configure()


def seconds(work, times=1):
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def resident(pid):
    """Megabytes of a process and its children: resident, and proportional (shared pages counted once)."""
    children = [child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    family = [pid, *children]
    def sum_of(field):
        return sum(int(line.split()[1]) for p in family for line in Path(f"/proc/{p}/smaps_rollup").read_text().splitlines() if line.startswith(field)) / 1024
    return sum_of("Rss:"), sum_of("Pss:")


start = time.perf_counter()
kernel = conftest.Kernel()
print(f"start of the kernel to kernel_info   {time.perf_counter() - start:6.3f} s")
print(f"first cell 1+1                       {seconds(lambda: kernel.run('1+1')):6.3f} s")
kernel.run("1+1")
print("idle: resident {:.0f} MB, proportional {:.0f} MB".format(*resident(kernel.process)))
for _ in range(20):
    kernel.run("1+1")
print(f"warm cell 1+1, median of 200         {seconds(lambda: kernel.run('1+1'), 200) * 1000:6.1f} ms")
print(f"kernel_info, median of 200           {seconds(lambda: kernel.reply(kernel.client.kernel_info()), 200) * 1000:6.1f} ms")
print(f"completion of Math.Sq, median of 20  {seconds(lambda: kernel.reply(kernel.client.complete('Math.Sq')), 20) * 1000:6.1f} ms")
for name, code in (("loop", "while (true) { }"), ("sleep", "System.Threading.Thread.Sleep(60_000);")):
    request = kernel.client.execute(code)
    time.sleep(0.5)
    def interrupt():
        kernel.manager.interrupt_kernel()
        kernel.reply(request)
    print(f"interrupt of a {name:5}                 {seconds(interrupt):6.3f} s")
print(f"next cell after that                 {seconds(lambda: kernel.run('1+1')):6.3f} s")
start = time.perf_counter()
kernel.manager.restart_kernel()
kernel.client.wait_for_ready(timeout=60)
kernel.run("1+1")
print(f"restart to the first value           {time.perf_counter() - start:6.3f} s")
kernel.close()
sys.exit(0)
