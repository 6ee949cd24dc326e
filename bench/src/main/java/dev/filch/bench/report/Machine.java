package dev.filch.bench.report;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machine and JVM of the measurement. */
public record Machine(
        String cpu,
        int cores,
        String operatingSystem,
        String jdk,
        String vm,
        String collector,
        long maxHeapMegabytes,
        List<String> jvmArguments) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final long MEGABYTE = 1 << 20;

    /** Returns this machine and JVM. */
    public static Machine current() {
        return new Machine(
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                property("os.name") + " " + property("os.version") + " (" + property("os.arch") + ")",
                property("java.runtime.version") + ", " + property("java.vendor"),
                property("java.vm.name"),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .collect(Collectors.joining(", ")),
                Runtime.getRuntime().maxMemory() / MEGABYTE,
                ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    /** Returns a summary in one line. */
    public String summary() {
        return cpu + ", " + cores + " cores; JDK " + jdk + "; " + collector;
    }

    /** Returns all properties by names for a reader. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("CPU", cpu);
        facts.put("Cores", String.valueOf(cores));
        facts.put("Operating system", operatingSystem);
        facts.put("JDK", jdk);
        facts.put("VM", vm);
        facts.put("Collector", collector);
        facts.put("Largest heap", maxHeapMegabytes + " MB");
        facts.put("JVM arguments", jvmArguments.isEmpty() ? "none" : String.join(" ", jvmArguments));
        return facts;
    }

    /** Returns the model's name on Linux or Windows; elsewhere only the kind of processor. */
    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(Machine::kindOfCpu);
        } catch (IOException e) {
            return kindOfCpu();
        }
    }

    private static String kindOfCpu() {
        String windowsName = System.getenv("PROCESSOR_IDENTIFIER");
        return windowsName != null ? windowsName : property("os.arch");
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
