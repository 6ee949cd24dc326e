package dev.filch.stress.cores.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LedgerTest {

    private static Ledger ledger(long[] sent, long[] received) {
        Ledger sender = new Ledger();
        for (long number : sent) {
            sender.sent(number);
        }
        Ledger receiver = new Ledger();
        for (long number : received) {
            receiver.received(number);
        }
        sender.add(receiver);
        return sender;
    }

    @Test
    void aLedgerBalancesIfEachMessageArrivesOnceInAnyOrder() {
        Ledger ledger = ledger(new long[] {1, 2, 3}, new long[] {3, 1, 2});
        ledger.requireBalanced("work");
        assertTrue(ledger.isBalanced());
        assertEquals(3, ledger.receivedCount());
    }

    @Test
    void aLostMessageThrows() {
        Ledger ledger = ledger(new long[] {1, 2, 3}, new long[] {1, 3});
        assertFalse(ledger.isBalanced());
        assertThrows(IllegalStateException.class, () -> ledger.requireBalanced("work"));
    }

    @Test
    void aDuplicateInPlaceOfAnotherMessageThrows() {
        assertThrows(IllegalStateException.class,
                () -> ledger(new long[] {1, 2, 3}, new long[] {1, 1, 3}).requireBalanced("work"));
    }

    @Test
    void otherNumbersWithTheSameSumThrow() {
        assertThrows(IllegalStateException.class,
                () -> ledger(new long[] {1, 2, 3}, new long[] {2, 2, 2}).requireBalanced("work"));
    }
}
