// Reads the computer's load for pages that have a call on. The worker lives as long as such a page holds its port.
import { cpuUtilization, memoryGb, memoryUtilization } from './load.js';

/** Insights ask for more than 30 s above a bound; this is often enough for that, and costs next to nothing. */
const EVERY_MS = 5000;

chrome.runtime.onConnect.addListener((port) => {
  let before;
  const read = async () => {
    const [cpu, memory] = await Promise.all([chrome.system.cpu.getInfo(), chrome.system.memory.getInfo()]);
    port.postMessage({
      cpuUtilization: before && cpuUtilization(before, cpu),
      memoryUtilization: memoryUtilization(memory),
      cpuModel: cpu.modelName.trim(),
      memoryGb: memoryGb(memory),
    });
    before = cpu;
  };
  const timer = setInterval(read, EVERY_MS);
  port.onDisconnect.addListener(() => clearInterval(timer));
  read();
});
