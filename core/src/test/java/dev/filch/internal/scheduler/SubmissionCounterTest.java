package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SubmissionCounterTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, 65, 1000})
    void idsAreUnique(int stripes) throws Exception {
        SubmissionCounter counter = new SubmissionCounter(stripes);
        int each = 20_000;
        List<long[]> idsByThread = Together.run(5, index -> {
            long[] ids = new long[each];
            for (int i = 0; i < each; i++) {
                ids[i] = counter.nextId();
            }
            return ids;
        });
        Set<Long> all = new HashSet<>();
        for (long[] ids : idsByThread) {
            for (int i = 0; i < each; i++) {
                assertTrue(all.add(ids[i]), "duplicate id " + ids[i]);
                assertTrue(ids[i] >= 0 && (i == 0 || ids[i] > ids[i - 1]), "ids of one thread must ascend");
            }
        }
        assertEquals(5 * each, counter.submitted());
    }

    @Test
    void submittedIsTheNumberOfIdsLessWithdrawals() throws Exception {
        SubmissionCounter counter = new SubmissionCounter();
        assertEquals(0, counter.submitted());
        Together.run(4, index -> {
            for (int i = 0; i < 10_000; i++) {
                counter.nextId();
                if (i % 4 == 0) {
                    counter.withdraw();
                }
                assertTrue(counter.submitted() >= i * 3 / 4);
            }
            return null;
        });
        assertEquals(30_000, counter.submitted());
    }

    @Test
    void noWithdrawalIsLost() throws Exception {
        SubmissionCounter counter = new SubmissionCounter();
        Together.run(4, index -> {
            for (int i = 0; i < 1_000_000; i++) {
                counter.nextId();
                counter.withdraw();
            }
            return null;
        });
        assertEquals(0, counter.submitted());
    }
}
