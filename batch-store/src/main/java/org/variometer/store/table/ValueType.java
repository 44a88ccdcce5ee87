package org.variometer.store.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MapColumnVector;
import org.apache.orc.TypeDescription;

/**
 * How values of one type stand in a column of an ORC file. A null is kept as one.
 *
 * @param <V> the values
 */
public abstract class ValueType<V> {
  /** 64-bit integers. */
  public static final ValueType<Long> BIGINT =
      new ValueType<>() {
        @Override
        TypeDescription orc() {
          return TypeDescription.createLong();
        }

        @Override
        void set(Long value, ColumnVector vector, int row) {
          ((LongColumnVector) vector).vector[row] = value;
        }

        @Override
        Long get(ColumnVector vector, int row) {
          return ((LongColumnVector) vector).vector[row];
        }
      };

  /** 32-bit integers. */
  public static final ValueType<Integer> INT =
      new ValueType<>() {
        @Override
        TypeDescription orc() {
          return TypeDescription.createInt();
        }

        @Override
        void set(Integer value, ColumnVector vector, int row) {
          ((LongColumnVector) vector).vector[row] = value;
        }

        @Override
        Integer get(ColumnVector vector, int row) {
          return (int) ((LongColumnVector) vector).vector[row];
        }
      };

  /** True or false. */
  public static final ValueType<Boolean> BOOLEAN =
      new ValueType<>() {
        @Override
        TypeDescription orc() {
          return TypeDescription.createBoolean();
        }

        @Override
        void set(Boolean value, ColumnVector vector, int row) {
          ((LongColumnVector) vector).vector[row] = value ? 1 : 0;
        }

        @Override
        Boolean get(ColumnVector vector, int row) {
          return ((LongColumnVector) vector).vector[row] != 0;
        }
      };

  /** Texts. */
  public static final ValueType<String> STRING =
      new ValueType<>() {
        @Override
        TypeDescription orc() {
          return TypeDescription.createString();
        }

        @Override
        void set(String value, ColumnVector vector, int row) {
          byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
          ((BytesColumnVector) vector).setRef(row, utf8, 0, utf8.length);
        }

        @Override
        String get(ColumnVector vector, int row) {
          return ((BytesColumnVector) vector).toString(row);
        }
      };

  /** Bytes. */
  public static final ValueType<byte[]> BINARY =
      new ValueType<>() {
        @Override
        TypeDescription orc() {
          return TypeDescription.createBinary();
        }

        @Override
        void set(byte[] value, ColumnVector vector, int row) {
          ((BytesColumnVector) vector).setRef(row, value, 0, value.length);
        }

        @Override
        byte[] get(ColumnVector vector, int row) {
          BytesColumnVector bytes = (BytesColumnVector) vector;
          byte[] value = new byte[bytes.length[row]];
          System.arraycopy(bytes.vector[row], bytes.start[row], value, 0, value.length);
          return value;
        }
      };

  /** Lists of such values. */
  public static <E> ValueType<List<E>> list(ValueType<E> elements) {
    return new ValueType<>() {
      @Override
      TypeDescription orc() {
        return TypeDescription.createList(elements.orc());
      }

      @Override
      void set(List<E> value, ColumnVector vector, int row) {
        ListColumnVector list = (ListColumnVector) vector;
        list.offsets[row] = list.childCount;
        list.lengths[row] = value.size();
        list.childCount += value.size();
        list.child.ensureSize(list.childCount, true);
        int at = (int) list.offsets[row];
        for (E element : value) {
          elements.write(element, list.child, at++);
        }
      }

      @Override
      List<E> get(ColumnVector vector, int row) {
        ListColumnVector list = (ListColumnVector) vector;
        List<E> value = new ArrayList<>((int) list.lengths[row]);
        for (int i = 0; i < list.lengths[row]; i++) {
          value.add(elements.read(list.child, (int) list.offsets[row] + i));
        }
        return value;
      }
    };
  }

  /** Maps between such values, in the order of their keys. */
  public static <K extends Comparable<K>, E> ValueType<SortedMap<K, E>> map(
      ValueType<K> keys, ValueType<E> values) {
    return new ValueType<>() {
      @Override
      TypeDescription orc() {
        return TypeDescription.createMap(keys.orc(), values.orc());
      }

      @Override
      void set(SortedMap<K, E> value, ColumnVector vector, int row) {
        MapColumnVector map = (MapColumnVector) vector;
        map.offsets[row] = map.childCount;
        map.lengths[row] = value.size();
        map.childCount += value.size();
        map.keys.ensureSize(map.childCount, true);
        map.values.ensureSize(map.childCount, true);
        int at = (int) map.offsets[row];
        for (Map.Entry<K, E> entry : value.entrySet()) {
          keys.write(entry.getKey(), map.keys, at);
          values.write(entry.getValue(), map.values, at++);
        }
      }

      @Override
      SortedMap<K, E> get(ColumnVector vector, int row) {
        MapColumnVector map = (MapColumnVector) vector;
        if (map.lengths[row] == 0) {
          return Collections.emptySortedMap();
        }
        SortedMap<K, E> value = new TreeMap<>();
        for (int i = 0; i < map.lengths[row]; i++) {
          int at = (int) map.offsets[row] + i;
          value.put(keys.read(map.keys, at), values.read(map.values, at));
        }
        return value;
      }
    };
  }

  /** The type in ORC's words; a new one each time, as it belongs to its parent. */
  abstract TypeDescription orc();

  abstract void set(V value, ColumnVector vector, int row);

  abstract V get(ColumnVector vector, int row);

  final void write(V value, ColumnVector vector, int row) {
    if (value == null) {
      vector.noNulls = false;
      vector.isNull[row] = true;
    } else {
      set(value, vector, row);
    }
  }

  final V read(ColumnVector vector, int row) {
    int at = vector.isRepeating ? 0 : row;
    return !vector.noNulls && vector.isNull[at] ? null : get(vector, at);
  }
}
