package dev.filch.stress.cores;

import dev.filch.bench.compare.WholeNumber;
import dev.filch.stress.cores.run.CostSets;
import dev.filch.stress.cores.run.WorkName;
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

/** How the values of options are read. */
final class Values {

    private Values() {
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

    /** The names of costs. */
    static final class CostNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return CostSets.names().iterator();
        }
    }

    /** A duration in nanoseconds: a whole number and its unit. */
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

    /** The work of a thread between two operations. */
    static final class OwnWork extends Duration {
        OwnWork() {
            super(0, 1_000_000, "from 0 to 1ms");
        }
    }

    /** The measured time of a run. */
    static final class Measured extends Duration {
        Measured() {
            super(1_000, 100_000_000, "from 1us to 100ms");
        }
    }

    /** A part of a work's name. */
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

    /** Submitters and workers. */
    static final class Pair extends PartOfName {
        Pair() {
            super(WorkName::checkPair);
        }
    }

    /** Tasks in a second. */
    static final class Rate extends PartOfName {
        Rate() {
            super(WorkName::checkRate);
        }
    }

    /** A jar of core. */
    static final class Jar implements ITypeConverter<Path> {

        private static final String A_CLASS = "dev/filch/pool/WorkStealingPool.class";

        @Override
        public Path convert(String text) {
            Path path = Path.of(text);
            try (JarFile jar = new JarFile(path.toFile())) {
                if (jar.getEntry(A_CLASS) == null) {
                    throw new TypeConversionException("'" + text + "' has no " + A_CLASS);
                }
            } catch (IOException e) {
                throw new TypeConversionException("'" + text + "' cannot be read as a jar: " + e.getMessage());
            }
            return path;
        }
    }
}
