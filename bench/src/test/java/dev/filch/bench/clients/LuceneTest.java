package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** A search whose segments the workers share finds what a search by one thread finds. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LuceneTest {

    private static final int SEGMENTS = 12;
    private static final int DOCUMENTS = 200; // in each segment
    private static final int WORDS = 40;
    private static final int FOUND = 50;
    private static final int ROUNDS = 2;

    private static Directory directory;
    private static DirectoryReader reader;
    private static List<Query> queries;

    /** What a thread without a pool finds, for each query, by score and then by number. */
    private static List<String> expected;

    @BeforeAll
    static void index() throws IOException {
        SplittableRandom random = Seed.random("Lucene");
        directory = new ByteBuffersDirectory();
        IndexWriterConfig config =
                new IndexWriterConfig(new StandardAnalyzer()).setMergePolicy(NoMergePolicy.INSTANCE);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (int segment = 0; segment < SEGMENTS; segment++) {
                for (int i = 0; i < DOCUMENTS; i++) {
                    writer.addDocument(document(random));
                }
                writer.commit();
            }
        }
        reader = DirectoryReader.open(directory);
        assertEquals(SEGMENTS, reader.leaves().size());
        queries = queries(random);
        expected = searchAll(new IndexSearcher(reader));
    }

    @AfterAll
    static void close() throws IOException {
        reader.close();
        directory.close();
    }

    private static Document document(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, 30); i > 0; i--) {
            text.append(word(random)).append(' ');
        }
        int number = random.nextInt(1_000);
        Document document = new Document();
        document.add(new TextField("text", text.toString(), Field.Store.NO));
        document.add(new IntPoint("number", number));
        document.add(new NumericDocValuesField("number", number));
        return document;
    }

    /** Small numbers are frequent words. */
    private static String word(SplittableRandom random) {
        return "w" + random.nextInt(1 + random.nextInt(WORDS));
    }

    private static List<Query> queries(SplittableRandom random) {
        List<Query> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Query word = new TermQuery(new Term("text", word(random)));
            Query other = new TermQuery(new Term("text", word(random)));
            int from = random.nextInt(1_000);
            all.add(word);
            all.add(new BooleanQuery.Builder().add(word, Occur.SHOULD).add(other, Occur.SHOULD).build());
            all.add(new BooleanQuery.Builder().add(word, Occur.MUST)
                    .add(IntPoint.newRangeQuery("number", from, from + 300), Occur.FILTER).build());
        }
        return all;
    }

    /** With one slice for each segment, so that a search is as many tasks. */
    private static IndexSearcher searcher(Executor executor) {
        return new IndexSearcher(reader, executor) {
            @Override
            protected LeafSlice[] slices(List<LeafReaderContext> leaves) {
                return slices(leaves, 1, 1);
            }
        };
    }

    private static List<String> searchAll(IndexSearcher searcher) throws IOException {
        Sort byNumber = new Sort(new SortField("number", SortField.Type.INT), SortField.FIELD_DOC);
        List<String> all = new ArrayList<>();
        for (Query query : queries) {
            all.add(query + ": " + text(searcher.search(query,
                    new TopScoreDocCollectorManager(FOUND, Integer.MAX_VALUE))));
            all.add(query + ", by number: " + text(searcher.search(query,
                    new TopFieldCollectorManager(byNumber, FOUND, Integer.MAX_VALUE))));
        }
        return all;
    }

    private static String text(TopDocs found) {
        return found.totalHits + " " + Arrays.toString(found.scoreDocs);
    }

    @EverySetup
    void searchesByManyThreadsFindTheSame(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            IndexSearcher searcher = searcher(pool.service());

            Clients.runAll(4, number -> {
                for (int round = 0; round < ROUNDS; round++) {
                    assertEquals(expected, searchAll(searcher), Seed::text);
                }
            });

            assertTrue(pool.metrics().snapshot().submitted() > 0, "no search used the pool");
        }
    }

    /** The task waits for the tasks of its search, which Lucene lets it run itself. */
    @EverySetup
    void searchesInTasksOfThePoolFindTheSame(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            IndexSearcher searcher = searcher(pool.service());
            List<Future<List<String>>> searches = new ArrayList<>();
            for (int i = 0; i < 4 * ROUNDS; i++) {
                searches.add(pool.service().submit(() -> searchAll(searcher)));
            }

            for (Future<List<String>> search : searches) {
                assertEquals(expected, search.get(), Seed::text);
            }
            assertTrue(pool.metrics().snapshot().submitted() > searches.size(), "no search used the pool");
        }
    }
}
