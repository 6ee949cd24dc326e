package dev.filch.stress.cores;

import dev.filch.bench.compare.WholeNumber;
import dev.filch.stress.cores.run.CostSets;
import dev.filch.stress.cores.run.WorkloadName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters of option values. */
final class OptionConverters {

    private OptionConverters() {
    }

    /** A number of cores. */
    static final class Cores extends WholeNumber {
        Cores() {
            super(1, 128);
        }
    }

    /** A number of sockets. */
    static final class Sockets extends WholeNumber {
        Sockets() {
            super(1, 8);
        }
    }

    /** A number of threads per core. */
    static final class ThreadsPerCore extends WholeNumber {
        ThreadsPerCore() {
            super(1, 16);
        }
    }

    /** The names of the shipped sets of costs. */
    static final class CostNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return CostSets.names().iterator();
        }
    }

    /** A duration in nanoseconds, written as a whole number and its unit. */
    abstract static class Duration implements ITypeConverter<Long> {

        private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ns|us|µs|ms)");
        private static final Map<String, Long> UNITS = Map.of("ns", 1L, "us", 1_000L, "µs", 1_000L, "ms", 1_000_000L);

        private final long minNanos;
        private final long maxNanos;
        private final String bounds;

        Duration(long minNanos, long maxNanos, String bounds) {
            this.minNanos = minNanos;
            this.maxNanos = maxNanos;
            this.bounds = bounds;
        }

        @Override
        public Long convert(String text) {
            Matcher form = FORM.matcher(text.strip());
            if (form.matches()) {
                long nanos = Long.parseLong(form.group(1)) * UNITS.get(form.group(2));
                if (nanos >= minNanos && nanos <= maxNanos) {
                    return nanos;
                }
            } else if (text.strip().equals("0") && minNanos == 0) {
                return 0L;
            }
            throw new TypeConversionException(
                    "'" + text + "' is not a duration " + bounds + ", with its unit (ns, us or ms), such as 400us");
        }
    }

    /** The time that a thread works between two operations. */
    static final class OwnWork extends Duration {
        OwnWork() {
            super(0, 1_000_000, "from 0 to 1ms");
        }
    }

    /** The measured time or the warm-up of a run. */
    static final class RunTime extends Duration {
        RunTime() {
            super(1_000, 100_000_000, "from 1us to 100ms");
        }
    }

    /** A part of a workload's name. */
    abstract static class PartOfName implements ITypeConverter<String> {

        private final UnaryOperator<String> check;

        PartOfName(UnaryOperator<String> check) {
            this.check = check;
        }

        @Override
        public String convert(String text) {
            try {
                return check.apply(text.strip());
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Numbers of submitters and workers. */
    static final class Pair extends PartOfName {
        Pair() {
            super(WorkloadName::checkPair);
        }
    }

    /** Tasks per second. */
    static final class Rate extends PartOfName {
        Rate() {
            super(WorkloadName::checkRate);
        }
    }

    /** A jar of the module core. */
    static final class Jar implements ITypeConverter<Path> {

        private static final String REQUIRED_CLASS = "dev/filch/pool/WorkStealingPool.class";

        @Override
        public Path convert(String text) {
            Path path = Path.of(text);
            try (JarFile jar = new JarFile(path.toFile())) {
                if (jar.getEntry(REQUIRED_CLASS) == null) {
                    throw new TypeConversionException("'" + text + "' does not contain " + REQUIRED_CLASS);
                }
            } catch (IOException e) {
                throw new TypeConversionException("'" + text + "' cannot be read as a jar: " + e.getMessage());
            }
            return path;
        }
    }
}
