package dev.filch.stress;

import java.util.List;
import java.util.SortedSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * jcstress without biased locking, for the modes smoke and quick. Where the JVM has biased locking (up to JDK 17),
 * jcstress runs each test once with it and once without. It makes no difference to Filch, which enters no monitor, and
 * it is off by default since JDK 15. The longer modes run both.
 */
public final class UnbiasedMain {

    private static final String BIASED_LOCKING = "-XX:+UseBiasedLocking";

    private UnbiasedMain() {
    }

    /**
     * Does what jcstress' own main class does to run tests.
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
            /** jcstress calls this after it has found the configurations and before it combines them with the tests. */
            @Override
            public SortedSet<String> getTests() {
                VMSupport.getAvailableVMConfigs().removeIf(configuration -> isBiased(configuration.origArgs()));
                return super.getTests();
            }
        }.run();
    }

    /** Whether the flags of a JVM turn biased locking on. */
    static boolean isBiased(List<String> flags) {
        return flags.contains(BIASED_LOCKING);
    }
}
