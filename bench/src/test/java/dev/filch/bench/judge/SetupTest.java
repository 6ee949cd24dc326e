package dev.filch.bench.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupTest {

    private static int feature(String version) {
        return new Setup("java", version, Collector.G1).feature();
    }

    @ParameterizedTest
    @CsvSource({"17.0.15, 17", "25, 25", "26-ea, 26", "25.0.1+8, 25"})
    void theFeatureIsTheFirstNumber(String version, int feature) {
        assertEquals(feature, feature(version));
    }

    @Test
    void aVersionWithoutANumberGivesThisJvmsFeature() {
        assertEquals(Runtime.version().feature(), feature("/somewhere/bin/java"));
    }
}
