package dev.filch.stress;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * Runs jcstress with fewer JVM configurations, for the modes {@code smoke} and {@code quick}. The longer modes run all
 * configurations.
 *
 * <ul>
 *   <li>Biased locking (up to JDK 17) does not affect Filch, which enters no monitor, and it is off by default since
 *       JDK 15.
 *   <li>The interpreter and the first compiler reorder fewer accesses than the second compiler does, and run fewer
 *       operations per second. The second compiler runs in two configurations, one of which reorders at random.
 * </ul>
 */
public final class QuickMain {

    private static final Set<String> SKIPPED_FLAGS =
            Set.of("-XX:+UseBiasedLocking", "-Xint", "-XX:TieredStopAtLevel=1");

    private QuickMain() {
    }

    /**
     * Runs tests as jcstress' own main class does.
     *
     * @param args jcstress' arguments
     * @throws Exception if a test did not pass, as jcstress reports it
     */
    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        if (!options.parse()) {
            System.exit(1);
        }
        new JCStress(options) {
            /** jcstress calls this after it finds the configurations and before it combines them with the tests. */
            @Override
            public SortedSet<String> getTests() {
                VMSupport.getAvailableVMConfigs().removeIf(configuration -> isSkipped(configuration.origArgs()));
                return super.getTests();
            }
        }.run();
    }

    /** Whether the flags select a configuration that these modes skip. */
    static boolean isSkipped(List<String> flags) {
        return flags.stream().anyMatch(SKIPPED_FLAGS::contains);
    }
}
